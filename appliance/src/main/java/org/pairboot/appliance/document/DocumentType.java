package org.pairboot.appliance.document;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import org.pairboot.appliance.document.check.CloudInitCheck;
import org.pairboot.appliance.document.check.DocumentCheck;
import org.pairboot.appliance.document.check.IgnitionCheck;
import org.pairboot.appliance.document.check.KickstartCheck;
import org.pairboot.appliance.document.check.PreseedCheck;

/** The type of a document decides by which rules it is checked and how variables are escaped. */
public enum DocumentType {
  /** Variables are inserted between the quotes of JSON strings. */
  IGNITION(new IgnitionCheck(), DocumentType::escapeJson),
  CLOUD_INIT(new CloudInitCheck(), Escapers.NONE),
  KICKSTART(new KickstartCheck(), Escapers.NONE),
  PRESEED(new PreseedCheck(), Escapers.NONE),
  TEXT(DocumentCheck.NONE, Escapers.NONE);

  private final DocumentCheck check;
  private final Mustache.Escaper escaper;

  DocumentType(DocumentCheck check, Mustache.Escaper escaper) {
    this.check = check;
    this.escaper = escaper;
  }

  DocumentCheck check() {
    return check;
  }

  Mustache.Escaper escaper() {
    return escaper;
  }

  private static String escapeJson(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
