package io.rlmgateway.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;

/** Searches several texts in one BM25 ranking. */
class PassageSearch {

    /** Passages are short, so that repeating a word says less about them than about whole documents. */
    private static final BM25Similarity SIMILARITY = new BM25Similarity(0.9f, 0.75f);

    private final PassageIndexes indexes;

    PassageSearch(PassageIndexes indexes) {
        this.indexes = indexes;
    }

    /**
     * The best passages.
     *
     * @param documents documents whose indexes are built; of those with the same text the first counts
     * @param question words
     * @param limit passages at most
     * @return passages, best first
     */
    List<Passage> search(List<CatalogEntry> documents, String question, int limit) throws IOException {
        Query query = PassageQuery.of(question);
        List<CatalogEntry> searched = withoutRepetition(documents);
        List<IndexReader> readers = new ArrayList<>();
        try {
            for (CatalogEntry document : searched) {
                readers.add(indexes.acquire(document.text()));
            }
            return passages(searched, readers, query, limit);
        } finally {
            for (IndexReader reader : readers) {
                reader.decRef();
            }
        }
    }

    /** Closes what is open of a content that was deleted. */
    void forget(ContentKey content) {
        indexes.forget(content);
    }

    private static List<CatalogEntry> withoutRepetition(List<CatalogEntry> documents) {
        Set<TextKey> texts = new HashSet<>();
        return documents.stream().filter(document -> texts.add(document.text())).toList();
    }

    private List<Passage> passages(List<CatalogEntry> documents, List<IndexReader> readers, Query query, int limit)
            throws IOException {
        int[] starts = starts(readers);
        List<Passage> passages = new ArrayList<>();
        try (MultiReader all = new MultiReader(readers.toArray(IndexReader[]::new), false)) {
            IndexSearcher searcher = new IndexSearcher(all);
            searcher.setSimilarity(SIMILARITY);
            TopDocs found = searcher.search(query, Math.max(1, limit));
            for (ScoreDoc hit : found.scoreDocs) {
                CatalogEntry document = documents.get(ReaderUtil.subIndex(hit.doc, starts));
                var place = PassageIndex.Place.of(searcher.storedFields().document(hit.doc));
                passages.add(passage(document, place, hit.score));
            }
        }
        return passages;
    }

    private static int[] starts(List<IndexReader> readers) {
        int[] starts = new int[readers.size() + 1];
        for (int i = 0; i < readers.size(); i++) {
            starts[i + 1] = starts[i] + readers.get(i).maxDoc();
        }
        return starts;
    }

    private Passage passage(CatalogEntry document, PassageIndex.Place place, float score) throws IOException {
        var file = indexes.textFile(document.text())
                .orElseThrow(() ->
                        new IOException("text of " + document.document().id() + " was deleted during the search"));
        return new Passage(document.document().id(), place.read(file), place.start(), place.end(), score);
    }
}
