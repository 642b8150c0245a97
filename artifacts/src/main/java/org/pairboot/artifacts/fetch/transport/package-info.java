/**
 * Moves bytes from other machines to this one, by HTTP, FTP and TFTP: one try at a time. What is
 * done with them, and whether to try again, is not decided here.
 */
package org.pairboot.artifacts.fetch.transport;
