/**
 * The rules of each type of document, as far as a server can check them without the machine.
 *
 * <p>A check reports what a machine would reject or silently ignore. It does not replace the tools
 * of the format, such as {@code ignition-validate}.
 */
package org.pairboot.appliance.document.check;
