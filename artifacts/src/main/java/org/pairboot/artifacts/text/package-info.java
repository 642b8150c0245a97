/** What texts of strangers may show to people. */
package org.pairboot.artifacts.text;
