package io.rlmgateway.chat;

import tools.jackson.databind.node.ObjectNode;

/** A request's body and the room that it takes until this is closed. */
final class HeldBody implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final ObjectNode json;
    private final BodyRoom.Share room;
    private volatile byte[] bytes;

    /**
     * A body.
     *
     * @param json what it says
     * @param bytes as it came, in UTF-8
     * @param room its share
     */
    HeldBody(ObjectNode json, byte[] bytes, BodyRoom.Share room) {
        this.json = json;
        this.bytes = bytes;
        this.room = room;
    }

    ObjectNode json() {
        return json;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Lets the bytes go: nobody will pass them on. */
    void forgetBytes() {
        bytes = NOTHING;
    }

    @Override
    public void close() {
        forgetBytes();
        room.close();
    }
}
