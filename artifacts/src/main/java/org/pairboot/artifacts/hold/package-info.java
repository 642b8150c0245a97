/** Who is reading which file, told to all processes of the machine. */
package org.pairboot.artifacts.hold;
