/**
 * What a store knows for itself, and what no document that it got from elsewhere can say: when it
 * published which manifest, what it has proven of it, and which image is the default.
 */
package org.pairboot.artifacts.store.local;
