package io.rlmgateway.chat;

import tools.jackson.databind.node.ObjectNode;

/** A request's body and the room that it takes until this is closed. */
final class HeldBody implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final ObjectNode json;
    private final String sha256;
    private final BodyRoom.Share room;
    private volatile byte[] bytes;

    /**
     * A body.
     *
     * @param json what it says
     * @param bytes as it came, in UTF-8
     * @param sha256 checksum of the bytes as they came, lower-case hexadecimal
     * @param room its share
     */
    HeldBody(ObjectNode json, byte[] bytes, String sha256, BodyRoom.Share room) {
        this.json = json;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.room = room;
    }

    ObjectNode json() {
        return json;
    }

    String sha256() {
        return sha256;
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
