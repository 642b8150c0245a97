package org.pairboot.tftp.transfer;

import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet.ErrorCode;

/**
 * One TFTP read, from the first answer to the end (RFC 1350, 2347, 7440).
 *
 * <p>Blocks are counted in 64 bits; the OACK is block 0, a window of its own. The blocks from
 * {@code base} to {@code end} are outstanding:
 *
 * <pre>
 *        acknowledged      outstanding       not yet sent
 *   ... ............... | base ..... end | ............... last
 * </pre>
 *
 * <p>There are exactly three causes for sending:
 *
 * <ul>
 *   <li>An ACK of an outstanding block moves {@code base} forward and opens the window after it. An
 *       ACK from the middle of a window means that the next block is missing, and everything from
 *       there is sent again; but if it may be the echo of an old block (see {@link #isEcho}), only
 *       the new part of the window is sent.
 *   <li>The timer sends the last outstanding block again: the client either completes its window
 *       with it, or sees a gap and tells what it has. Only if that had no effect, or if the client
 *       has told a gap there before (U-Boot tells none twice), the timer sends the window again.
 *   <li>A repeated ACK of the block before {@code base} means that the first block of a window was
 *       lost (EDK2 sends one for each block after the gap, U-Boot one in total). It sends the
 *       window again, but only a window of several blocks, and only one that was never sent before
 *       after another such window, or one of which the timer has just sent a block.
 * </ul>
 *
 * <p>So the Sorcerer's Apprentice Syndrome (RFC 1123, 4.2.3.1) cannot occur. In lockstep a
 * duplicate ACK sends nothing. With windows, a repeated ACK can also be the echo of duplicated
 * packets, and answering echoes with windows would cause more echoes, for ever. But an ACK never
 * repeats a window that was sent twice, nor the one after it, which is where its echo arrives.
 * However many ACKs a client sends, at least two windows of new blocks go out for each such
 * repetition, or one packet by the timer.
 *
 * <p>The client's packets allow all that is sent ({@link Allowance}): answers always, repetitions
 * by timer as far as something is left. An ACK of what was not sent ends an unproven transfer.
 *
 * <p>Not thread-safe. Allocates nothing after its construction.
 */
public final class Transfer {
  private static final long OACK = 0;
  private static final long NOTHING = -1;

  private final Terms terms;
  private final RetransmitPolicy policy;
  private final Trust trust;
  private final RetransmitTimer timer;
  private final Output output;

  private long base;
  private long end;
  private long highestSent = NOTHING;
  private long packetsSent;
  private long packetsResent;

  /** The last of the blocks that the latest transmission repeated. */
  private long resentEnd = NOTHING;

  /** Whether no outstanding block was sent more than once. */
  private boolean fresh;

  /** Whether the same was true of the previous transmission, whose echoes may still arrive. */
  private boolean freshBefore;

  /** Whether the timer has sent a block of the window, and the client has not answered since. */
  private boolean probed;

  /** Whether the client has told a gap before this window, and may not tell it again. */
  private boolean gapTold;

  private boolean answered;
  private long answeredAt;
  private Outcome outcome;

  /**
   * The negotiated parameters.
   *
   * @param lastBlock the number of the last block, at least 1
   * @param windowsize blocks sent before an ACK is due, at most {@link Rollover#MAX_WINDOWSIZE}
   * @param rollover how blocks are numbered in packets
   * @param oack whether an OACK precedes the first block
   * @param sizeAsked whether the client may be interested in the size only
   */
  public record Terms(
      long lastBlock, int windowsize, Rollover rollover, boolean oack, boolean sizeAsked) {}

  public Transfer(
      Terms terms, RetransmitPolicy policy, Allowance allowance, Output output, long now) {
    this.terms = terms;
    this.policy = policy;
    this.trust = new Trust(allowance);
    this.timer = new RetransmitTimer(policy, terms.windowsize() == 1, now);
    this.output = output;
    this.base = terms.oack() ? OACK : 1;
    this.end = base;
  }

  /** Sends the first packet: the OACK, or block 1 where no option was accepted. */
  public void start(long now) {
    transmit(now);
  }

  /**
   * The last transmission was sent only now. Between the decision to send and that moment, a full
   * socket, a slow disk or a stall of this process may have taken as long as the client's answer
   * does, and the timer must not count that as the client's delay.
   */
  public void onSent(long at) {
    timer.sent(at);
  }

  /**
   * The client has sent an ACK.
   *
   * @param number the block number in the packet, 0 to 65535
   */
  public void onAck(int number, long now) {
    if (hasEnded()) {
      return;
    }
    timer.heard(now);
    trust.onAck();
    // Counted from the last acknowledged block, each number identifies one block of a window.
    long block = terms.rollover().next(Math.max(OACK, base - 1), number);
    if (block == base - 1) {
      onRepeatedAck(now);
    } else if (block > end || trust.isOnTrial()) {
      // Unproven, the numbers have not wrapped; on trial, ACKs of the last window may still come.
      if (!trust.isProven() && number > highestSent) {
        trust.acknowledgedTooMuch();
        outcome = trust.isForged() ? Outcome.ABORTED : null;
      }
    } else {
      onProgress(block, now);
    }
  }

  private void onProgress(long block, long now) {
    if (!answered) {
      answered = true;
      answeredAt = now;
      timer.answered();
    }
    boolean echo = isEcho(block);
    trust.progressed(block < terms.lastBlock(), now);
    probed = false;
    long formerEnd = end;
    base = block + 1;
    if (block == terms.lastBlock()) {
      outcome = Outcome.COMPLETED;
      return;
    }
    end = Math.min(block + terms.windowsize(), terms.lastBlock());
    timer.progressed(now, fresh);
    if (echo && !trust.isOnTrial()) {
      extend(formerEnd, now);
    } else if (!trust.isOnTrial()) {
      transmit(now);
    }
    gapTold = block < formerEnd;
  }

  /**
   * Whether an ACK of {@code block} says nothing about the blocks after it. For each old block that
   * arrives again, EDK2 acknowledges what it has, and counts a new window from there. If such ACKs
   * were taken for gaps, all windows would be sent twice from then on. Real gaps in a repeated
   * window are as likely, so the first of such ACKs in a row counts as a gap.
   */
  private boolean isEcho(long block) {
    return block < end && block <= resentEnd && !fresh && !freshBefore;
  }

  /** Sends the blocks by which the window has grown. */
  private void extend(long formerEnd, long now) {
    int count = (int) (end - formerEnd);
    if (count > 0) {
      packetsSent += count;
      trust.sent(count, false);
      highestSent = end;
      timer.sent(now);
      output.sendData(formerEnd + 1, count);
    }
  }

  private void onRepeatedAck(long now) {
    boolean windowed = terms.windowsize() > 1 && end > base;
    boolean gap = probed || (fresh && freshBefore);
    if (!windowed || trust.isOnTrial()) {
      return;
    }
    if (gap && timer.mayBeAnswer(now)) {
      transmit(now);
    } else {
      gapTold = true;
    }
  }

  /** The client has sent an ERROR of {@code code}; that ends every transfer. */
  public void onError(int code) {
    if (hasEnded()) {
      return;
    }
    boolean closing = code == ErrorCode.NOT_DEFINED;
    if (terms.sizeAsked() && base <= 1 && (closing || code == ErrorCode.OPTION_NEGOTIATION)) {
      // EDK2 ends its size probe with error 8, iPXE and some ROMs with error 0.
      outcome = Outcome.PROBE;
    } else if (closing && base == terms.lastBlock() && highestSent == base) {
      // GRUB and PXELINUX end a transfer like this once they have all bytes, some before the last
      // ACK.
      outcome = Outcome.COMPLETED_UNCONFIRMED;
    } else {
      outcome = Outcome.ABORTED;
    }
  }

  /**
   * The client repeats its request: as long as it has sent no ACK, it has not received our answer.
   */
  public void onDuplicateRequest(long now) {
    if (hasEnded() || answered) {
      return;
    }
    trust.onRepeatedRequest();
    if (maySendFirst()) {
      timer.heard(now);
      transmit(now);
    }
  }

  /** The server stood still for {@code nanos} until now; the client was not silent. */
  public void onPause(long nanos, long now) {
    timer.excuse(nanos, now);
  }

  /** The client has sent another request from the same port, or has closed it. */
  public void onLeft() {
    if (!hasEnded()) {
      outcome = lastBlockSent() ? Outcome.COMPLETED_UNCONFIRMED : Outcome.ABORTED;
    }
  }

  /** To be called at {@link #deadline}; early calls do nothing. */
  public void onTimer(long now) {
    if (hasEnded()) {
      return;
    }
    if (trust.isOnTrial()) {
      if (now - trust.trialEnd() >= 0) {
        trust.endTrial();
        transmit(now);
      }
    } else if (timer.isSilent(now)) {
      giveUp();
    } else if (timer.isDue(now)) {
      timer.backOff();
      timer.sent(now);
      repeat(now, answered || (terms.oack() && maySendFirst()));
    }
  }

  /** Sends the window or one block of it again, as far as the client's packets allow that. */
  private void repeat(long now, boolean maySend) {
    boolean whole = end == base || gapTold || probed;
    if (maySend && whole && trust.covers(end - base + 1, base == OACK)) {
      transmit(now);
    } else if (maySend && base > OACK && trust.covers(1, false)) {
      probed = true;
      fresh = false;
      packetsSent++;
      packetsResent++;
      trust.sent(1, false);
      output.sendData(end, 1);
    } else {
      // Only its time has come: what arrives now answers something older.
      fresh = false;
    }
  }

  /** The server stops waiting for this client. */
  public void onAbandoned() {
    if (!hasEnded()) {
      giveUp();
    }
  }

  /** The server cannot continue: the content cannot be read, or the server stops. */
  public void onFailure() {
    if (!hasEnded()) {
      outcome = Outcome.FAILED;
    }
  }

  private void giveUp() {
    outcome = lastBlockSent() ? Outcome.COMPLETED_UNCONFIRMED : Outcome.TIMED_OUT;
  }

  private boolean lastBlockSent() {
    return answered && highestSent == terms.lastBlock();
  }

  /** Limits what a forged request can cause: a few packets, whatever the timer does. */
  private boolean maySendFirst() {
    return packetsSent < policy.unprovenPackets() && trust.covers(1, base == OACK);
  }

  private void transmit(long now) {
    int count = (int) (end - base + 1);
    long again = Math.clamp(highestSent - base + 1, 0, count);
    packetsSent += count;
    packetsResent += again;
    trust.sent(count, base == OACK);
    probed = false;
    gapTold = false;
    freshBefore = fresh;
    fresh = again == 0;
    resentEnd = base - 1 + again;
    highestSent = Math.max(highestSent, end);
    timer.sent(now);
    if (base == OACK) {
      output.sendOack();
    } else {
      output.sendData(base, count);
    }
  }

  /** Whether {@link #outcome} is known. */
  public boolean hasEnded() {
    return outcome != null;
  }

  /** How the transfer ended. */
  public Outcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("the transfer is still running");
    }
    return outcome;
  }

  /** When to call {@link #onTimer}. */
  public long deadline() {
    return trust.isOnTrial() ? trust.trialEnd() : timer.deadline();
  }

  /** Whether a packet of the client has acknowledged ours; it may be forged. */
  public boolean isAnswered() {
    return answered;
  }

  /** When the client first answered; only valid if {@link #isAnswered}. */
  public long answeredAt() {
    return answeredAt;
  }

  /** Whether the client receives our packets, so that its address is not forged. */
  public boolean isProven() {
    return trust.isProven();
  }

  /** Whether this transfer has ended because its client does not receive our packets. */
  public boolean isForged() {
    return trust.isForged();
  }

  /** When the client last sent anything, new or not. */
  public long heardAt() {
    return timer.heardAt();
  }

  /** The last block that the client has acknowledged; 0 for none. */
  public long acknowledged() {
    return Math.max(0, base - 1);
  }

  public long packetsSent() {
    return packetsSent;
  }

  /** How many of {@link #packetsSent} were retransmissions. */
  public long packetsResent() {
    return packetsResent;
  }

  /**
   * Where a {@link Transfer} sends its packets. Each command replaces what an earlier command of
   * the same transfer has left unsent: the newer command always includes all that is worth sending.
   */
  public interface Output {

    /** Sends the OACK. */
    void sendOack();

    /** Sends {@code count} consecutive blocks from the logical block {@code first}. */
    void sendData(long first, int count);
  }
}
