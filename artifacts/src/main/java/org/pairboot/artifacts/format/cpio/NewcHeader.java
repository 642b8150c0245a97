package org.pairboot.artifacts.format.cpio;

/**
 * The fields of one newc header, each an unsigned 32-bit number.
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
  /** The length of a header in bytes, without the name that follows it. */
  public static final int LENGTH = 110;

  /** The largest file size that eight hex digits can hold: 4 GiB - 1. */
  public static final long MAX_FILE_SIZE = 0xffff_ffffL;

  // Octal values of S_IFMT, S_IFREG and S_IFDIR (inode(7)).
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;

  /** A regular file owned by root, with {@code permissions} such as 0644. */
  public static NewcHeader file(int permissions, long mtime, long size) {
    return new NewcHeader(0, REGULAR | permissions, 0, 0, 1, mtime, size, 0, 0, 0, 0);
  }

  /** A directory owned by root, with mode 0755. */
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
