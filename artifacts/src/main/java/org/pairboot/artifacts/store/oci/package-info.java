/**
 * The JSON documents of the store, as values and as bytes: the OCI image index, manifests and
 * configs, and what they are annotated with. Knows no file and no lock. Only the store uses it.
 */
package org.pairboot.artifacts.store.oci;
