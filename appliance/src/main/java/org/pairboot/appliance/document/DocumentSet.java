package org.pairboot.appliance.document;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.document.check.DocumentCheck.Severity;
import org.pairboot.conf.Mistake;

/** The documents of one profile, by name. Immutable and thread-safe. */
public final class DocumentSet {
  public static final DocumentSet EMPTY = new DocumentSet(List.of());

  private static final String USER_DATA = "user-data";
  private static final String META_DATA = "meta-data";

  private final Map<String, Document> documents = new LinkedHashMap<>();

  /**
   * @param documents with distinct names
   */
  public DocumentSet(List<Document> documents) {
    documents.forEach(document -> this.documents.put(document.name(), document));
  }

  public Optional<Document> find(String name) {
    return Optional.ofNullable(documents.get(name));
  }

  public List<Document> all() {
    return List.copyOf(documents.values());
  }

  /** Everything that is wrong for a machine with these variables; see {@link Document#check}. */
  public List<Document.Finding> check(Map<String, ?> variables) {
    List<Document.Finding> findings = new ArrayList<>();
    for (Document document : documents.values()) {
      findings.addAll(document.check(variables));
    }
    find(USER_DATA)
        .filter(userData -> userData.type() == Document.Type.CLOUD_INIT)
        .filter(userData -> !documents.containsKey(META_DATA))
        .ifPresent(userData -> findings.add(lacksMetaData(userData.file())));
    return findings;
  }

  private static Document.Finding lacksMetaData(Path userData) {
    return new Document.Finding(
        Severity.WARNING,
        new Mistake(
            userData.toString(),
            "",
            "cloud-init ignores user-data without a document named meta-data; add one, an empty"
                + " file is enough"));
  }
}
