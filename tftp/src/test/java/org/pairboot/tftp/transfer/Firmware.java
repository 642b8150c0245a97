package org.pairboot.tftp.transfer;

import java.util.ArrayDeque;
import java.util.Queue;

/** Clients that differ in how they handle errors. Facts from their sources. */
enum Firmware {
  /** RFC 1350 to the letter: acknowledges every repeated block again, even after the last one. */
  DALLYING {
    @Override
    ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire) {
      return new ClientModel(setup, wire, 3 * ClientModel.SECOND) {
        @Override
        void onOtherBlock(int number) {
          acknowledge();
        }
      };
    }
  },

  /**
   * EDK2: acknowledges what it has for each block other than the next, old or new, and counts a new
   * window from there. Stops after its last ACK.
   */
  EDK2 {
    @Override
    ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire) {
      return new ClientModel(setup, wire, 4 * ClientModel.SECOND) {
        @Override
        void onOtherBlock(int number) {
          if (!isComplete()) {
            acknowledge();
          }
        }
      };
    }
  },

  /** U-Boot: reports each gap once, then waits for its timer. */
  U_BOOT {
    @Override
    ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire) {
      return new UBoot(setup, wire);
    }
  },

  /**
   * GRUB: acknowledges old blocks by their own number. While it reads another file it stores what
   * arrives and acknowledges nothing new, for minutes.
   */
  GRUB {
    @Override
    ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire) {
      return new Grub(setup, wire);
    }
  },

  /** Writes to flash now and then: in the meantime packets pile up in a small buffer. */
  FLASH_WRITER {
    @Override
    ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire) {
      return new FlashWriter(setup, wire);
    }
  };

  /** A new client at the end of a link. */
  abstract ClientModel client(LossyLink.Setup setup, ClientModel.Wire wire);

  private static class UBoot extends ClientModel {
    private long complainedBehind = -1;

    UBoot(LossyLink.Setup setup, Wire wire) {
      super(setup, wire, 5 * SECOND);
    }

    @Override
    void onOtherBlock(int number) {
      if (!isComplete() && complainedBehind != last()) {
        complainedBehind = last();
        acknowledge();
      }
    }
  }

  private static final class Grub extends ClientModel {
    private final long stallAt;
    private final long stallFor;
    private long stallEnd;

    Grub(LossyLink.Setup setup, Wire wire) {
      super(setup, wire, NEVER);
      // Any block of the file, and up to five minutes.
      this.stallAt = setup.seed() % (setup.length() / setup.blksize() + 1);
      this.stallFor = setup.seed() % 300 * SECOND;
    }

    private boolean isStalled() {
      return now() < stallEnd;
    }

    @Override
    void onNextBlock() {
      if (last() == stallAt) {
        stallEnd = now() + stallFor;
      }
      if (!isStalled() || isComplete()) {
        acknowledge();
      }
    }

    @Override
    void onOtherBlock(int number) {
      boolean old = (short) (number - number(last())) <= 0;
      if (old && !isComplete()) {
        acknowledge(number);
      }
    }

    @Override
    long deadline() {
      return isStalled() ? stallEnd : NEVER;
    }

    /** Its reader has caught up. */
    @Override
    void onTimer() {
      acknowledge();
    }
  }

  private static final class FlashWriter extends UBoot {
    private static final int BLOCKS_AT_A_TIME = 100;
    private static final int BUFFERED_PACKETS = 64;
    private static final long WRITING = 3 * SECOND;

    private final Queue<Runnable> buffered = new ArrayDeque<>();
    private long busyUntil;

    FlashWriter(LossyLink.Setup setup, Wire wire) {
      super(setup, wire);
    }

    private boolean isBusy() {
      return now() < busyUntil;
    }

    @Override
    void onOack() {
      whenFree(super::onOack);
    }

    @Override
    void onData(int number, byte[] payload) {
      whenFree(() -> super.onData(number, payload));
    }

    private void whenFree(Runnable packet) {
      if (!isBusy() && buffered.isEmpty()) {
        packet.run();
      } else if (buffered.size() < BUFFERED_PACKETS) {
        buffered.add(packet);
      }
    }

    @Override
    void onNextBlock() {
      super.onNextBlock();
      if (last() % BLOCKS_AT_A_TIME == 0) {
        busyUntil = now() + WRITING;
      }
    }

    @Override
    long deadline() {
      return isBusy() || !buffered.isEmpty() ? busyUntil : super.deadline();
    }

    @Override
    void onTimer() {
      if (buffered.isEmpty()) {
        if (super.deadline() <= now()) {
          super.onTimer();
        }
        return;
      }
      while (!isBusy() && !buffered.isEmpty()) {
        buffered.remove().run();
      }
    }
  }
}
