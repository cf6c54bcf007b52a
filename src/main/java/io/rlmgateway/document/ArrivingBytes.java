package io.rlmgateway.document;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells failures of the client's connection from failures of the store. */
final class ArrivingBytes extends FilterInputStream {

    ArrivingBytes(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw UploadReader.broken(e);
        }
    }
}
