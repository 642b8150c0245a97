/**
 * Brings files from other machines to this one for an import: tries again, continues what broke
 * off, and lets through only what has the right digest and signature.
 */
package org.pairboot.artifacts.fetch.download;
