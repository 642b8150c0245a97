/**
 * Imports the images of an OCI image layout from elsewhere, which are copied as they are and proven
 * here.
 */
package org.pairboot.artifacts.imports.layout;
