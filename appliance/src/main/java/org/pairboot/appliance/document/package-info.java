/**
 * Documents of machines: Ignition configs, cloud-init data, kickstart and preseed files, texts.
 *
 * <p>{@link org.pairboot.appliance.document.Document} is one file of the user's, static or a
 * logic-less template with variables of the machine. What is wrong with it is found when it is
 * loaded, and not by the machine that boots with it: {@link
 * org.pairboot.appliance.document.DocumentSet#check} names file, line and variable or key.
 */
package org.pairboot.appliance.document;
