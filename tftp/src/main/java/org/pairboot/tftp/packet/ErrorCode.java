package org.pairboot.tftp.packet;

/** The error codes of RFC 1350 (appendix I) and RFC 2347 that this server sends or evaluates. */
public final class ErrorCode {
  /** See the message. Also how GRUB, iPXE and PXELINUX end a transfer that they have finished. */
  public static final int NOT_DEFINED = 0;

  public static final int FILE_NOT_FOUND = 1;
  public static final int ACCESS_VIOLATION = 2;
  public static final int ILLEGAL_OPERATION = 4;
  public static final int UNKNOWN_TRANSFER_ID = 5;

  /** RFC 2347: the client rejects the OACK. EDK2 ends its size probe with it. */
  public static final int OPTION_NEGOTIATION = 8;

  private ErrorCode() {}
}
