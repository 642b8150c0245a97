/** The rules of each type of document, as far as a server can tell without the machine. */
package org.pairboot.appliance.document.check;
