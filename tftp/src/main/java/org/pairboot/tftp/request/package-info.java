/**
 * What a request asks for and what it gets: the content or the refusal, the negotiated options, and
 * netascii.
 */
package org.pairboot.tftp.request;
