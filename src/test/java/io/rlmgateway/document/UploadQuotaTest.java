package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant may keep ten bytes, in files and in parts of files together. */
class UploadQuotaTest {

    private static final Documents.Upload ANNOUNCED =
            new Documents.Upload(DocumentHouse.TENANT, "a.txt", "user_data", "text/plain", null);

    private DocumentHouse house;

    @BeforeEach
    void open(@TempDir Path data) {
        house = new DocumentHouse(data);
        house.quotas.limitDocuments(DocumentHouse.TENANT, 10L);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private FileUpload begin(long bytes) {
        return house.uploads.create(ANNOUNCED, bytes);
    }

    private UploadPart add(FileUpload upload, String text) {
        return house.uploads.add(upload, new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertNoSpaceFor(FileUpload upload, String text) {
        assertThatThrownBy(() -> add(upload, text)).hasMessageContaining("10 bytes of files and parts of uploads");
    }

    @Test
    void partsOfAllUploadsCountTogether() {
        FileUpload first = begin(20);
        FileUpload second = begin(20);
        add(first, "abcd");
        add(second, "efgh");
        assertNoSpaceFor(first, "ijk");
        assertNoSpaceFor(second, "ijk");
        add(second, "ij");
        assertThatThrownBy(() -> house.store("b.txt", "k")).hasMessageContaining("does not fit");
    }

    @Test
    void aCompletedUploadCountsOnce() {
        FileUpload upload = begin(8);
        UploadPart part = add(upload, "abcdefgh");
        house.uploads.complete(DocumentHouse.TENANT, upload.id(), List.of(part.id()), null);
        FileUpload next = begin(3);
        assertNoSpaceFor(next, "ijk");
        add(next, "ij");
    }

    @Test
    void anEndedUploadLeavesItsSpace() {
        FileUpload cancelled = begin(8);
        add(cancelled, "abcdefgh");
        house.uploads.cancel(DocumentHouse.TENANT, cancelled.id());
        FileUpload expired = begin(10);
        add(expired, "abcdefghij");
        house.now = house.now.plus(Duration.ofDays(1));
        assertThat(add(begin(10), "abcdefghij").bytes()).isEqualTo(10);
    }

    @Test
    void aTenantWithoutItsDataHasAllOfItsSpace() {
        FileUpload upload = begin(10);
        add(upload, "abcdefghij");
        house.uploads.removeAll(DocumentHouse.TENANT);
        assertThat(add(begin(10), "abcdefghij").bytes()).isEqualTo(10);
    }
}
