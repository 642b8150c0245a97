/**
 * Fetches the files of an import: tries again, resumes partial files, and accepts only files whose
 * digest and signature are right.
 */
package org.pairboot.artifacts.fetch.download;
