package io.rlmgateway.document;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of files and documents.
 *
 * @param maxFileSize largest file that is accepted; larger ones are answered with 413
 * @param maxUploadSize largest file that may arrive in parts
 * @param maxPartSize largest part of such a file
 * @param uploadLife how long its parts may take to arrive
 * @param workers platform threads that extract and index texts in the background
 * @param readyWait how long a search waits for a text's extraction and index
 * @param cleaningInterval pause between two removals of expired files
 * @param retention age at which a file is deleted, whether it has an expiry of its own or not; 0 for never
 */
@ConfigurationProperties("rlm.documents")
@Validated
record DocumentProperties(
        @DefaultValue("2GB") DataSize maxFileSize,
        @DefaultValue("8GB") DataSize maxUploadSize,
        @DefaultValue("64MB") DataSize maxPartSize,
        @DefaultValue("1h") Duration uploadLife,
        @DefaultValue("2") @Min(1) @Max(64) int workers,
        @DefaultValue("2m") Duration readyWait,
        @DefaultValue("1m") Duration cleaningInterval,
        @DefaultValue("0s") Duration retention) {

    @AssertTrue(message = "max-upload-size, max-part-size and upload-life must be positive")
    boolean isReadyForUploads() {
        return maxUploadSize.toBytes() > 0 && maxPartSize.toBytes() > 0 && uploadLife.isPositive();
    }

    @AssertTrue(message = "max-file-size, ready-wait and cleaning-interval must be positive")
    boolean isPositive() {
        return maxFileSize.toBytes() > 0 && readyWait.isPositive() && cleaningInterval.isPositive();
    }
}
