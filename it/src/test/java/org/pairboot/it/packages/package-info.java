/**
 * What the build ships: packages, the container, the service unit, completion and the start cache.
 */
package org.pairboot.it.packages;
