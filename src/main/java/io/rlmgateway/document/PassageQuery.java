package io.rlmgateway.document;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Turns a question into a query: any of its words, in the passage or, with less weight, in the headings above it. */
final class PassageQuery {

    private static final float HEADING_WEIGHT = 0.35f;
    private static final int MOST_WORDS = 256;

    private PassageQuery() {}

    static Query of(String question) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String word : words(question)) {
            query.add(new TermQuery(new Term(PassageIndex.BODY, word)), BooleanClause.Occur.SHOULD);
            Query heading = new TermQuery(new Term(PassageIndex.HEADING, word));
            query.add(new BoostQuery(heading, HEADING_WEIGHT), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }

    private static Set<String> words(String question) throws IOException {
        Set<String> words = words(question, PassageAnalyzer.withoutQuestionWords());
        return words.isEmpty() ? words(question, PassageAnalyzer.everyWord()) : words;
    }

    private static Set<String> words(String question, Analyzer analyzer) throws IOException {
        Set<String> words = new LinkedHashSet<>();
        try (analyzer;
                TokenStream tokens = analyzer.tokenStream(PassageIndex.BODY, question)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MOST_WORDS && tokens.incrementToken()) {
                words.add(word.toString());
            }
        }
        return words;
    }
}
