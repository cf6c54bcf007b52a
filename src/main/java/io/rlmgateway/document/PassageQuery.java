package io.rlmgateway.document;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Turns a question into a query: any of its words, in the passage or, with less weight, in the headings above it. */
final class PassageQuery {

    private static final float ABOVE_WEIGHT = 0.25f;
    private static final float WITHIN_WEIGHT = 0.6f;
    private static final float PART_WEIGHT = 0.7f;
    private static final int MOST_WORDS = 256;

    private PassageQuery() {}

    static Query of(String question) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words(question).forEach((word, weight) -> {
            query.add(clause(PassageIndex.BODY, word, weight), BooleanClause.Occur.SHOULD);
            query.add(clause(PassageIndex.ABOVE, word, weight * ABOVE_WEIGHT), BooleanClause.Occur.SHOULD);
            query.add(clause(PassageIndex.WITHIN, word, weight * WITHIN_WEIGHT), BooleanClause.Occur.SHOULD);
        });
        return query.build();
    }

    private static Query clause(String field, String word, float weight) {
        return new BoostQuery(new TermQuery(new Term(field, word)), weight);
    }

    /** {@return the words with their weights} */
    private static Map<String, Float> words(String question) throws IOException {
        Map<String, Float> words = words(question, PassageAnalyzer.withoutQuestionWords());
        return words.isEmpty() ? words(question, PassageAnalyzer.everyWord()) : words;
    }

    private static Map<String, Float> words(String question, Analyzer analyzer) throws IOException {
        Map<String, Float> words = new LinkedHashMap<>();
        int identifierEnd = 0;
        try (analyzer;
                TokenStream tokens = analyzer.tokenStream(PassageIndex.BODY, question)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (words.size() < MOST_WORDS && tokens.incrementToken()) {
                boolean part = place.startOffset() < identifierEnd;
                words.merge(word.toString(), part ? PART_WEIGHT : 1, Math::max);
                identifierEnd = Math.max(identifierEnd, place.endOffset());
            }
        }
        return words;
    }
}
