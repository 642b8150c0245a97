/** What guests boot: small live systems, generated once and kept, and imported as users import. */
package org.pairboot.it.firmware.image;
