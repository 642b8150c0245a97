package org.pairboot.artifacts.format.cpio;

/**
 * The numbers of one newc header, each an unsigned 32-bit value.
 *
 * @param mode file type and permissions as in {@code st_mode}
 * @param mtime seconds since 1970
 * @param fileSize length of the data in bytes
 */
public record NewcHeader(
    long ino,
    long mode,
    long uid,
    long gid,
    long nlink,
    long mtime,
    long fileSize,
    long devMajor,
    long devMinor,
    long rdevMajor,
    long rdevMinor) {
  /** The length of a header before its name, in bytes. */
  public static final int LENGTH = 110;

  /** The largest file that the eight hex digits of a size can describe: 4 GiB - 1. */
  public static final long MAX_FILE_SIZE = 0xffff_ffffL;

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;

  /** A file of root's, {@code permissions} such as 0644. */
  public static NewcHeader file(int permissions, long mtime, long size) {
    return new NewcHeader(0, REGULAR | permissions, 0, 0, 1, mtime, size, 0, 0, 0, 0);
  }

  /** A directory of root's, mode 0755. */
  public static NewcHeader directory(long mtime) {
    return new NewcHeader(0, DIRECTORY | 0755, 0, 0, 2, mtime, 0, 0, 0, 0, 0);
  }

  /** Whether this is a regular file. */
  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  /** Whether this is a directory. */
  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  NewcHeader withIno(long newIno) {
    return new NewcHeader(
        newIno, mode, uid, gid, nlink, mtime, fileSize, devMajor, devMinor, rdevMajor, rdevMinor);
  }
}
