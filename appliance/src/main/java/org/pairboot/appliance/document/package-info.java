/**
 * Documents that machines fetch: Ignition configs, cloud-init data, kickstart and preseed files,
 * texts.
 *
 * <p>A {@link org.pairboot.appliance.document.Document} is one file of the user's, static or a
 * Mustache template with variables of the machine. {@link
 * org.pairboot.appliance.document.DocumentSet#check} finds its mistakes when it is loaded, with
 * file, line and variable or key, so that no machine finds them when it boots.
 */
package org.pairboot.appliance.document;
