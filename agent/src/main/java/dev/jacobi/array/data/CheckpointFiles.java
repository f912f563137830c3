package dev.jacobi.array.data;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.file.ArrayData;
import dev.jacobi.array.file.SafetensorsFile;
import dev.jacobi.array.tree.Leaves;
import dev.jacobi.array.tree.TreeWalk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Trees in .safetensors files, one for each step. A file gets its name when it is whole and on the disk. */
public final class CheckpointFiles {
    private static final Pattern NAME = Pattern.compile("step_(\\d{1,18})\\.safetensors");
    private static final Pattern PART = Pattern.compile("\\.step_\\d{1,18}\\.safetensors\\.(\\d{1,9})-.*\\.part");
    private static final String IMAGINARY = "#imaginary";
    private static final String STRUCTURE = "jacobi.structure";
    private static final String CHECKSUM = "jacobi.crc32";
    private static final String WEAK = "jacobi.weak";

    private CheckpointFiles() {
    }

    /** Writes a file and removes what was left by processes that were ended while they wrote. */
    public static Path save(Path folder, long step, Object tree) {
        Path file = folder.resolve(name(step));
        try {
            Files.createDirectories(folder);
            removeParts(folder);
            var tensors = new LinkedHashMap<String, ArrayData>();
            var weak = new ArrayList<String>();
            eachLeaf(tree, (path, leaf) -> {
                NDArray x = JavaArrays.dtype(leaf.getClass()) != null || leaf.getClass().isArray() ? exact(leaf) : NDArray.of(leaf);
                if (x.isWeak()) {
                    weak.add(path);
                }
                if (x.dtype().isComplex()) {
                    tensors.put(path, data(Parts.real(x)));
                    tensors.put(path + IMAGINARY, data(Parts.imaginary(x)));
                } else {
                    tensors.put(path, data(x));
                }
            });
            new SafetensorsFile(tensors, Map.of(STRUCTURE, Tree.structure(tree).toString(), CHECKSUM, checksum(tensors), WEAK, String.join("\n", weak))).write(file);
            force(folder);
            return file;
        } catch (IOException e) {
            throw new JacobiException("Checkpoints.save: " + e.getMessage(), e);
        }
    }

    private static String name(long step) {
        if (step < 0) {
            throw new JacobiException("Checkpoints: the step is " + step + "; steps count from 0.");
        }
        return String.format("step_%08d.safetensors", step);
    }

    /** A number or a Java array with as many bits as it has. */
    private static NDArray exact(Object leaf) {
        Class<?> c = leaf.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
        }
        return NDArray.of(leaf, JavaArrays.dtype(c));
    }

    /** What is done with a leaf. */
    private interface Visitor {
        void leaf(String path, Object leaf);
    }

    private static void eachLeaf(Object tree, Visitor v) {
        if (tree != null) {
            TreeWalk.map((path, leaves) -> {
                if (Leaves.isNumeric(leaves.get(0))) {
                    v.leaf(path.isEmpty() ? "value" : path, leaves.get(0));
                }
                return leaves.get(0);
            }, List.of(tree));
        }
    }

    private static ArrayData data(NDArray x) {
        return new ArrayData(x.dtype().text(), Arrays.stream(x.shape()).mapToLong(d -> d).toArray(), StoredBytes.of(x));
    }

    private static String checksum(Map<String, ArrayData> tensors) {
        var sum = new CRC32();
        tensors.keySet().stream().sorted().forEach(k -> sum.update(tensors.get(k).littleEndianRowMajor()));
        return Long.toHexString(sum.getValue());
    }

    /** Makes the names of files in a folder survive an end of the power, where the system can. */
    private static void force(Path folder) {
        try (FileChannel f = FileChannel.open(folder, StandardOpenOption.READ)) {
            f.force(true);
        } catch (IOException e) {
            return; // some systems do not open folders, and write names at once
        }
    }

    private static void removeParts(Path folder) throws IOException {
        for (Path p : list(folder)) {
            Matcher m = PART.matcher(p.getFileName().toString());
            if (m.matches() && ProcessHandle.of(Long.parseLong(m.group(1))).isEmpty()) {
                Files.deleteIfExists(p);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** The steps that there are files of, in order. */
    public static List<Long> steps(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            var out = new ArrayList<Long>();
            for (Path p : list(folder)) {
                Matcher m = NAME.matcher(p.getFileName().toString());
                if (m.matches()) {
                    out.add(Long.parseLong(m.group(1)));
                }
            }
            Collections.sort(out);
            return out;
        } catch (IOException e) {
            throw new JacobiException("Checkpoints: the folder " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Removes the files of all but the last steps. */
    public static void keep(Path folder, int last) {
        List<Long> all = steps(folder);
        try {
            for (long step : all.subList(0, Math.max(0, all.size() - last))) {
                Files.deleteIfExists(folder.resolve(name(step)));
            }
        } catch (IOException e) {
            throw new JacobiException("Checkpoints: an old file in " + folder + " cannot be removed: " + e.getMessage() + ".", e);
        }
    }

    /** The tree that was saved, with the structure of another one, which has to be that of before. */
    public static Object restore(Path folder, long step, Object like) {
        Path path = folder.resolve(name(step));
        SafetensorsFile file;
        try {
            file = SafetensorsFile.read(path);
        } catch (IOException e) {
            throw new JacobiException("Checkpoints.restore: " + e.getMessage(), e);
        }
        if (!checksum(file.tensors()).equals(file.metadata().get(CHECKSUM))) {
            throw new JacobiException("Checkpoints.restore: " + path + (file.metadata().containsKey(CHECKSUM) ? " is damaged: its numbers are not those that were written; restore another step."
                : " was not written by Checkpoints.save."));
        }
        var names = new ArrayList<String>();
        eachLeaf(like, (name, leaf) -> names.add(name));
        long there = file.tensors().keySet().stream().filter(k -> !k.endsWith(IMAGINARY)).count();
        if (there != names.size() || !file.tensors().keySet().containsAll(names)) {
            throw new JacobiException("Checkpoints.restore: " + path + " has the structure " + file.metadata().get(STRUCTURE)
                + ", but the given tree has " + Tree.structure(like) + "; give one of that structure.");
        }
        List<String> weak = List.of(file.metadata().getOrDefault(WEAK, "").split("\n"));
        return like == null ? null : TreeWalk.map((name, old) -> Leaves.isNumeric(old.get(0)) ? leaf(path, name.isEmpty() ? "value" : name, file, weak, old.get(0)) : old.get(0), List.of(like));
    }

    private static Object leaf(Path path, String name, SafetensorsFile file, List<String> weak, Object old) {
        NDArray x = array(file.tensors().get(name), weak.contains(name));
        ArrayData imaginary = file.tensors().get(name + IMAGINARY);
        x = imaginary == null ? x : Parts.complex(x, array(imaginary, false));
        if (old instanceof NDArray o && (o.dtype() != x.dtype() || !Arrays.equals(o.shape(), x.shape()))) {
            throw new JacobiException("Checkpoints.restore: '" + name + "' in " + path + " is an array of " + x.dtype() + Arrays.toString(x.shape()) + ", but in the given tree one of " + o.dtype()
                + Arrays.toString(o.shape()) + "; give a tree of the same shapes and types.");
        }
        return Leaves.back(x, old);
    }

    private static NDArray array(ArrayData d, boolean weak) {
        return StoredBytes.array(DType.named(d.dtype()), weak, Arrays.stream(d.shape()).mapToInt(Math::toIntExact).toArray(), d.littleEndianRowMajor());
    }
}
