/**
 * Fetches files from other machines by HTTP, FTP and TFTP, one attempt at a time. The caller
 * decides where the bytes go and whether to try again.
 */
package org.pairboot.artifacts.fetch.transport;
