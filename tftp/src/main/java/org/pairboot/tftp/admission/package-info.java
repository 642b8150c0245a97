/**
 * Who gets an answer, and how much, before it has proved that its address is its own.
 *
 * <p>Requests come with sender addresses that anybody can forge, and answers are larger than
 * requests. What is held here bounds what a forged address can be sent.
 */
package org.pairboot.tftp.admission;
