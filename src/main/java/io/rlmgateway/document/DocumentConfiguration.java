package io.rlmgateway.document;

import io.rlmgateway.access.TenantData;
import io.rlmgateway.access.TenantQuotas;
import io.rlmgateway.api.DataDirectory;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the parts of this module together. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DocumentConfiguration {

    private final InstantSource clock = InstantSource.system();
    private final ContentLocks locks = new ContentLocks();

    @Bean
    DocumentCatalog documentCatalog(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new DocumentCatalog(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    DocumentShelf documentShelf(DocumentStore store, DocumentCatalog catalog) throws IOException {
        DocumentShelf shelf = new DocumentShelf(store, catalog, locks, clock);
        shelf.sweep();
        return shelf;
    }

    @Bean
    PassageIndexes passageIndexes(DocumentStore store, DocumentCatalog catalog) {
        return new PassageIndexes(store, catalog, locks);
    }

    @Bean
    TextExtraction textExtraction(DocumentStore store, DocumentCatalog catalog, TextExtractor extractor) {
        return new TextExtraction(store, catalog, extractor, locks);
    }

    /** Depends on the shelf, because extraction begins with the first drafts, and the sweep deletes drafts. */
    @Bean
    DocumentTexts documentTexts(
            DocumentShelf swept,
            DocumentCatalog catalog,
            TextExtraction extraction,
            PassageIndexes indexes,
            DocumentProperties properties) {
        DocumentTexts texts = new DocumentTexts(catalog, extraction, indexes, properties);
        texts.resume();
        return texts;
    }

    @Bean
    UploadCatalog uploadCatalog(JdbcClient jdbc) {
        return new UploadCatalog(jdbc);
    }

    @Bean
    TenantSpace tenantSpace(TenantQuotas quotas, DocumentCatalog documents, UploadCatalog uploads) {
        return new TenantSpace(quotas, tenant -> documents.bytes(tenant) + uploads.bytes(tenant, clock.instant()));
    }

    @Bean
    DocumentIntake documentIntake(
            DocumentStore store, DocumentShelf shelf, DocumentProperties properties, TenantSpace space) {
        return new DocumentIntake(store, shelf, properties, clock, space);
    }

    @Bean
    DefaultDocuments documents(
            DocumentShelf shelf,
            DocumentIntake intake,
            DocumentTexts texts,
            PassageIndexes indexes,
            DocumentProperties properties) {
        return new DefaultDocuments(shelf, intake, texts, new PassageSearch(indexes), properties);
    }

    @Bean
    Uploads uploads(
            UploadCatalog catalog,
            DefaultDocuments documents,
            DocumentIntake intake,
            DocumentProperties properties,
            DataDirectory data) {
        Uploads uploads = new Uploads(
                catalog, documents, intake, new Uploads.UploadSettings(data.directory("uploads"), properties, clock));
        uploads.resume();
        return uploads;
    }

    @Bean
    TenantData documentsOfTenants(DefaultDocuments documents, Uploads uploads) {
        return tenant -> {
            uploads.removeAll(tenant);
            documents.removeAll(tenant);
        };
    }

    @Bean
    SchedulingConfigurer documentExpiry(DefaultDocuments documents, Uploads uploads, DocumentProperties properties) {
        return tasks -> {
            tasks.addFixedDelayTask(documents::removeExpired, properties.cleaningInterval());
            tasks.addFixedDelayTask(uploads::clean, properties.cleaningInterval());
        };
    }
}
