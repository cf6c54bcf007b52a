package io.rlmgateway.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sections of texts in SQL; they are deleted with their text. */
class SectionCatalog {

    private final JdbcClient jdbc;

    SectionCatalog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records the sections of a text in place of those that it had; within a transaction. */
    void replace(TextKey text, List<Section> sections) {
        jdbc.sql("DELETE FROM document_sections WHERE tenant = ? AND sha256 = ? AND format = ?")
                .params(key(text))
                .update();
        for (int position = 0; position < sections.size(); position++) {
            insert(text, position, sections.get(position));
        }
    }

    private void insert(TextKey text, int position, Section section) {
        jdbc.sql("INSERT INTO document_sections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(key(text))
                .param(position)
                .param(section.kind().name())
                .param(section.number())
                .param(section.name())
                .param(section.level())
                .param(section.start())
                .param(section.end())
                .update();
    }

    /** {@return the sections of a text, in order} */
    List<Section> of(TextKey text) {
        return jdbc.sql("""
                SELECT * FROM document_sections WHERE tenant = ? AND sha256 = ? AND format = ? ORDER BY position""").params(key(text)).query(SectionCatalog::section).list();
    }

    private static List<String> key(TextKey text) {
        return List.of(
                text.content().tenant(), text.content().sha256(), text.format().name());
    }

    private static Section section(ResultSet row, int number) throws SQLException {
        return new Section(
                Section.Kind.valueOf(row.getString("kind")),
                row.getInt("number"),
                row.getString("name"),
                row.getInt("level"),
                row.getLong("first_offset"),
                row.getLong("end_offset"));
    }
}
