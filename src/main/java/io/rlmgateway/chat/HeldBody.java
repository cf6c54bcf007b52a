package io.rlmgateway.chat;

import tools.jackson.databind.node.ObjectNode;

/**
 * A request's body and the room that it takes until this is closed.
 *
 * @param json the body
 * @param sha256 checksum of its bytes, lower-case hexadecimal
 * @param room its share
 */
record HeldBody(ObjectNode json, String sha256, BodyRoom.Share room) implements AutoCloseable {

    @Override
    public void close() {
        room.close();
    }
}
