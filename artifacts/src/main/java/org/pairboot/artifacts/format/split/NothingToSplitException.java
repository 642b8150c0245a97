package org.pairboot.artifacts.format.split;

import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.ImageForm;

/** The image is not of a form that can be split; the message is fit to be shown to a user. */
public final class NothingToSplitException extends Exception {
  private static final long serialVersionUID = 1;

  private NothingToSplitException(String message) {
    super(message);
  }

  static NothingToSplitException of(ImageFile image, ImageForm form) {
    String why =
        switch (form) {
          case ImageForm.Split() -> "is split already: its rootfs is a file of its own";
          case ImageForm.Rootfs() -> "is a rootfs already";
          case ImageForm.Stub() ->
              "is the stub of the fat era, without a root file system: split the fat initramfs that"
                  + " was published beside it";
          case ImageForm.Other() ->
              "has no root.squashfs or root.erofs: it is no live image of this kind";
          case ImageForm.Odd(String oddity) -> "cannot be split: " + oddity;
          case ImageForm.Concatenated both -> throw new IllegalArgumentException(both.toString());
          case ImageForm.Fat fat -> throw new IllegalArgumentException(fat.toString());
        };
    return new NothingToSplitException(image.name() + " " + why);
  }
}
