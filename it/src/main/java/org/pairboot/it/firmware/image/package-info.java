/** What guests boot: small live systems, built once, kept, and imported as a user would. */
package org.pairboot.it.firmware.image;
