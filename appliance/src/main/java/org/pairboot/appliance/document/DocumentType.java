package org.pairboot.appliance.document;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import org.pairboot.appliance.document.check.CloudInitCheck;
import org.pairboot.appliance.document.check.DocumentCheck;
import org.pairboot.appliance.document.check.IgnitionCheck;
import org.pairboot.appliance.document.check.KickstartCheck;
import org.pairboot.appliance.document.check.PreseedCheck;

/** What a document is, and so which rules it has and how variables are written into it. */
public enum DocumentType {
  /** Variables stand between the quotes of JSON texts. */
  IGNITION(new IgnitionCheck(), JsonText::escape),
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
}
