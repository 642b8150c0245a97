/** Imports, downloads, verification and the store, against files and servers as users have them. */
package org.pairboot.it.images;
