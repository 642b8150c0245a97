package org.pairboot.appliance.plan;

import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.document.DocumentSet;

/**
 * What to boot and how.
 *
 * @param title in menus
 * @param documents that machines may fetch
 * @param initrdDocument the document that is also loaded as an initrd
 * @param variables for the documents: texts, numbers, booleans, lists and maps
 */
public record Profile(
    String name,
    String title,
    Action action,
    DocumentSet documents,
    Optional<Document> initrdDocument,
    Map<String, Object> variables) {
  /** The profile for machines that no selection matches. */
  public static final String DEFAULT = "default";

  /** Without documents. */
  public Profile(String name, Action action) {
    this(name, name, action, DocumentSet.EMPTY, Optional.empty(), Map.of());
  }

  /** Whether a machine gets something of its own, so that its requests must identify it. */
  public boolean needsIdentity() {
    return !documents.all().isEmpty()
        || switch (action) {
          case Action.Boot boot ->
              boot.once() || MachineWords.areIn(boot.arguments().added().toString());
          case Action.Chain chain -> MachineWords.areIn(chain.url());
          case Action.LocalDisk disk -> false;
          case Action.Menu menu -> true;
        };
  }
}
