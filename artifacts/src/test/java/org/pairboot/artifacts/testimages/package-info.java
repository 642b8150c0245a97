/** Images made in code, for tests: archives, compressed members, and live images of every era. */
package org.pairboot.artifacts.testimages;
