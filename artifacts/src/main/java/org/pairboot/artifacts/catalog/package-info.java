/**
 * The one name space that TFTP and HTTP resolve: a chain of small routes, first match wins.
 *
 * <p>Names are looked up in indexes in memory and never handed to the file system, so there is no
 * path to escape from.
 */
package org.pairboot.artifacts.catalog;
