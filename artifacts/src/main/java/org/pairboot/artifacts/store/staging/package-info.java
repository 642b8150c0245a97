/**
 * Where an import gathers the parts of an image version before they are published: a private
 * directory on the store's file system, with parts that are hashed while they arrive.
 */
package org.pairboot.artifacts.store.staging;
