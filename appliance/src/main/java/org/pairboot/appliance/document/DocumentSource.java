package org.pairboot.appliance.document;

import java.nio.file.Path;

/**
 * What a profile says of one document.
 *
 * @param name under which machines fetch it
 * @param template whether the file has variables; if not, machines get it as it is
 */
public record DocumentSource(String name, Path file, DocumentType type, boolean template) {}
