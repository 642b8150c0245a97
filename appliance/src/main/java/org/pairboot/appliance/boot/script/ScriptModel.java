package org.pairboot.appliance.boot.script;

import java.time.Duration;
import java.util.List;
import org.pairboot.appliance.boot.planner.ChainedFile;

/**
 * What the script templates see; the component and method names are the names used in them. The
 * methods that are always true tell a template which kind it has.
 */
sealed interface ScriptModel {

  /**
   * Something to boot, or several to choose from.
   *
   * @param comments for who reads the script: what is booted, and why
   * @param notices for who looks at the machine
   * @param choice whether there is a menu
   * @param title of the menu
   * @param delay until the first entry is started
   * @param tftpDevice the server as GRUB writes it; empty where the script came over HTTP
   * @param httpDevice the same for HTTP; empty where there is none
   * @param retry for when a part does not arrive
   * @param guard one where the loader has to compare its platform first, or none
   */
  record Page(
      List<String> comments,
      List<String> notices,
      boolean choice,
      String title,
      Duration delay,
      List<Entry> entries,
      String tftpDevice,
      String httpDevice,
      Retry retry,
      List<Guard> guard)
      implements ScriptModel {
    public boolean page() {
      return true;
    }

    public Entry first() {
      return entries.getFirst();
    }

    /** The number, counted from 0, of an entry behind all others. */
    public int behind() {
      return entries.size();
    }

    public long seconds() {
      return delay.toSeconds();
    }

    public long tenths() {
      return delay.toMillis() / 100;
    }

    public long milliseconds() {
      return delay.toMillis();
    }
  }

  /**
   * Keeps an image from a machine that cannot start it.
   *
   * @param reason to which the loader adds its own architecture
   * @param platforms that can start the image, in the loader's words for itself
   */
  record Guard(String reason, List<String> platforms) {}

  /**
   * One thing to boot.
   *
   * @param label one word, unique in the script
   * @param boot one, or none
   * @param chain one, or none; without either it is the local disk, or cannot be booted
   */
  record Entry(String label, String title, List<Boot> boot, List<Chain> chain) {
    public boolean localDisk() {
      return boot.isEmpty() && chain.isEmpty();
    }
  }

  /**
   * What another server has.
   *
   * @param url as the loader has to be told it
   */
  record Chain(String url, ChainedFile file) {
    /** Whether the loader starts it, and does not read it as a script. */
    public boolean program() {
      return file != ChainedFile.SCRIPT;
    }

    /** Whether it is in the form of a Linux kernel. */
    public boolean kernel() {
      return file == ChainedFile.KERNEL;
    }
  }

  /**
   * Kernel and initrds, each as the loader names it.
   *
   * @param initrdList the initrds divided by commas; empty where there are none
   * @param arguments the kernel's, as the loader has to be told them, without {@code initrd=}
   * @param card whether a line of its own has the loader tell the kernel by which network card the
   *     machine boots
   * @param arm32 whether the kernel is for 32-bit ARM, which a Raspberry Pi has to be told
   */
  record Boot(
      String kernel,
      List<Initrd> initrds,
      String initrdList,
      String arguments,
      boolean card,
      boolean arm32) {
    /** Whether arguments have blanks for which iPXE needs a setting of its own. */
    public boolean blanks() {
      return arguments.contains(IpxeSyntax.BLANK);
    }

    /** What the arguments were called in templates for GRUB before they were written for each. */
    public String grubArguments() {
      return arguments;
    }
  }

  /**
   * One initrd.
   *
   * @param name a file name without directories, unique in the script
   * @param url where it is, as the loader names it
   */
  record Initrd(String name, String url) {}

  /**
   * What is left to do when something did not arrive.
   *
   * @param server its address, as the machine has it
   * @param again the name of the script, as the loader names it
   * @param delay until the next boot device is started
   */
  record Retry(String server, String again, Duration delay) {
    public long seconds() {
      return delay.toSeconds();
    }

    public long tenths() {
      return delay.toMillis() / 100;
    }

    public long milliseconds() {
      return delay.toMillis();
    }
  }

  /** The next boot device. */
  record LocalDisk(List<String> comments) implements ScriptModel {
    public boolean disk() {
      return true;
    }
  }

  /**
   * The question who the machine is.
   *
   * @param base the URL of the server, without a trailing slash
   * @param device the server as GRUB writes it
   */
  record Question(String base, String device) implements ScriptModel {
    public boolean question() {
      return true;
    }
  }

  /** Nothing to boot, and what to tell the person in front of the machine. */
  record Trouble(List<String> comments, String reason, Retry retry) implements ScriptModel {
    public boolean trouble() {
      return true;
    }
  }
}
