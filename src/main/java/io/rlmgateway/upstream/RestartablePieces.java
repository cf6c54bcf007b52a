package io.rlmgateway.upstream;

import java.util.function.Consumer;

/** Receives the pieces of a reply, and can forget them when the reply breaks off and another attempt is made. */
public interface RestartablePieces extends Consumer<String> {

    /**
     * Asked after a reply that broke off.
     *
     * @return whether all pieces were forgotten, so that a reply can come from its beginning; else the call fails
     */
    boolean restart();
}
