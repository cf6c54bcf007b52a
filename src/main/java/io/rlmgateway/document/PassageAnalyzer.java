package io.rlmgateway.document;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Words as they are searched: lower case, without accents, lightly stemmed; identifiers whole and in parts
 * ({@code pg_stat_activity}: also {@code pg}, {@code stat}, {@code activity}); Chinese, Japanese and Korean as single
 * characters and as pairs.
 */
final class PassageAnalyzer extends Analyzer {

    private static final int IDENTIFIERS = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.PRESERVE_ORIGINAL
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
            | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;
    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
    private static final CharArraySet QUESTION_WORDS = questionWords();

    private final CharArraySet ignored;

    private PassageAnalyzer(CharArraySet ignored) {
        this.ignored = ignored;
    }

    /** {@return for texts: every word counts} */
    static PassageAnalyzer everyWord() {
        return new PassageAnalyzer(CharArraySet.EMPTY_SET);
    }

    /** {@return for questions: without the words that only make it a question} */
    static PassageAnalyzer withoutQuestionWords() {
        return new PassageAnalyzer(QUESTION_WORDS);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream tokens = new CJKBigramFilter(words, ALL_SCRIPTS, true);
        tokens = new WordDelimiterGraphFilter(tokens, IDENTIFIERS, null);
        tokens = new LowerCaseFilter(tokens);
        tokens = new StopFilter(tokens, ignored);
        tokens = new ASCIIFoldingFilter(tokens);
        return new TokenStreamComponents(words, new KStemFilter(tokens));
    }

    private static CharArraySet questionWords() {
        CharArraySet words = new CharArraySet(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET, true);
        words.addAll(List.of(
                "what", "which", "who", "whom", "whose", "how", "when", "where", "why", "do", "does", "did", "can",
                "could", "should", "would", "has", "have", "had", "am", "were", "been", "being", "i", "you", "we", "me",
                "my", "your", "our", "its", "from", "about", "than", "so", "please", "tell", "many", "much", "most"));
        return CharArraySet.unmodifiableSet(words);
    }
}
