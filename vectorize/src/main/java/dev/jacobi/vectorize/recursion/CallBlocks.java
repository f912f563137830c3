package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recursive functions cut into blocks at their calls. Control flow around calls becomes jumps; what has no call inside stays as it is. A block is a
 * state of the loop when it is come to from elsewhere: where a function begins, after a call, at the head of a loop, and where branches meet before much
 * code. All other blocks are written where they are jumped to.
 */
final class CallBlocks {
    /** Equations after branches have met that are still copied to the end of each. */
    private static final int SMALL = 40;

    /** How a block ends. */
    sealed interface End {
    }

    record Jump(Block to, List<Atom> args) implements End {
    }

    record Branch(Atom selector, List<Block> to) implements End {
    }

    record Call(String name, List<Atom> args, Block back) implements End {
    }

    record Return(List<Atom> values) implements End {
    }

    /** What kind of state a block is; null for none. */
    enum State {
        BEGIN, BACK, HEAD, MEET
    }

    static final class Block {
        final String func;
        final List<Var> params;
        final List<Eqn> body = new ArrayList<>();
        End end;
        State state;
        private int before;
        private int size = -1;

        Block(String func, List<Var> params, State state) {
            this.func = func;
            this.params = params;
            this.state = state;
        }

        List<Block> next() {
            if (end instanceof Jump j) {
                return List.of(j.to);
            } else if (end instanceof Branch b) {
                return b.to;
            }
            return end instanceof Call c ? List.of(c.back) : List.of();
        }
    }

    final Map<String, Func> funcs = new LinkedHashMap<>();
    final Map<String, Block> begin = new LinkedHashMap<>();
    final List<Block> all = new ArrayList<>();
    final List<Block> states = new ArrayList<>();
    private final Set<String> component;
    private Rewrite rename;
    private Builder ids = new Builder();

    /** Blocks of the functions of a component, whose variables get ids from 0 on. */
    CallBlocks(Module m, Set<String> component) {
        this.component = component;
        for (String name : component) {
            Func f = new Rewrite(ids).func(m.get(name));
            funcs.put(name, f);
            Block b = block(name, f.in(), State.BEGIN);
            begin.put(name, b);
            rename = Rewrite.inPlace(ids, (e, r) -> false);
            Block last = cut(f.body(), b);
            last.end = new Return(rename.atoms(f.out()));
        }
        for (Block b : all) {
            b.next().forEach(n -> n.before++);
        }
        begin.values().forEach(this::size);
        for (Block b : all) {
            if (b.state != null) {
                states.add(b);
            }
        }
    }

    int nextId() {
        return ids.nextId();
    }

    private Block block(String func, List<Var> params, State state) {
        var b = new Block(func, params, state);
        all.add(b);
        return b;
    }

    private boolean calls(Eqn e) {
        return Regions.any(List.of(e), x -> x.params() instanceof Params.Call c && component.contains(c.name()));
    }

    /** Appends the equations to the block, and returns the block in which they end. */
    private Block cut(List<Eqn> body, Block from) {
        Block b = from;
        for (Eqn e : body) {
            b = calls(e) ? cut(e, b) : plain(e, b);
        }
        return b;
    }

    private Block plain(Eqn e, Block b) {
        b.body.add(rename.eqn(e));
        return b;
    }

    private Block cut(Eqn e, Block b) {
        if (e.params() instanceof Params.Call c) {
            Block back = block(b.func, e.out(), State.BACK);
            b.end = new Call(c.name(), rename.atoms(e.in()), back);
            return back;
        } else if (e.params() instanceof Params.Branches br) {
            return branches(e, br.regions(), b);
        } else if (e.params() instanceof Params.While w) {
            return loopWhile(e, w, b);
        } else if (e.prim() == Prim.FOR) {
            return loop(e, ((Params.Loop) e.params()).body(), b);
        }
        // A parallel loop runs one trip after the other.
        var seq = new Builder(ids.nextId());
        try {
            Sequential.append(seq, e);
        } catch (NoRule n) {
            throw n;
        } catch (IllegalArgumentException x) {
            throw new NoRule("the trips of a loop around a recursive call make rows whose extents are not known before it runs");
        }
        ids.skipTo(seq.nextId());
        return cut(seq.build(List.of(), List.of()).body(), b);
    }

    private Block branches(Eqn e, List<Region> regions, Block b) {
        Block meet = block(b.func, e.out(), null);
        var to = new ArrayList<Block>();
        b.end = new Branch(rename.atom(e.in().get(0)), to);
        for (Region r : regions) {
            Block way = block(b.func, List.of(), null);
            to.add(way);
            Block last = cut(r.body(), way);
            last.end = new Jump(meet, rename.atoms(r.out()));
        }
        return meet;
    }

    /** Jumps to a new head of a loop. */
    private Block head(Block from, List<Atom> init) {
        Block head = block(from.func, init.stream().map(a -> ids.fresh(a.type())).toList(), State.HEAD);
        from.end = new Jump(head, init);
        return head;
    }

    private Block loopWhile(Eqn e, Params.While w, Block b) {
        Block head = head(b, rename.atoms(e.in()));
        rename.replace(w.cond().params(), head.params);
        rename.replace(w.body().params(), head.params);
        Block test = cut(w.cond().body(), head);
        Block body = block(b.func, List.of(), null);
        Block exit = block(b.func, List.of(), null);
        test.end = new Branch(rename.atom(w.cond().out().get(0)), List.of(exit, body));
        Block last = cut(w.body().body(), body);
        last.end = new Jump(head, rename.atoms(w.body().out()));
        rename.replace(e.out(), head.params);
        return exit;
    }

    private Block loop(Eqn e, Region r, Block b) {
        Atom n = rename.atom(e.in().get(0));
        var init = new ArrayList<Atom>(List.of(Lit.zero(n.dtype())));
        init.addAll(rename.atoms(e.in().subList(1, e.in().size())));
        Block head = head(b, init);
        rename.replace(r.params(), head.params);
        Var more = ids.fresh(Type.BOOL);
        head.body.add(new Eqn(Prim.LT, List.of(head.params.get(0), n), Params.NONE, List.of(more)));
        Block body = block(b.func, List.of(), null);
        Block exit = block(b.func, List.of(), null);
        head.end = new Branch(more, List.of(exit, body));
        Block last = cut(r.body(), body);
        Var next = ids.fresh(n.type());
        last.body.add(new Eqn(Prim.ADD, List.of(head.params.get(0), Lit.of(n.dtype(), 1)), Params.NONE, List.of(next)));
        var args = new ArrayList<Atom>(List.of(next));
        args.addAll(rename.atoms(r.out()));
        last.end = new Jump(head, args);
        rename.replace(e.out(), head.params.subList(1, head.params.size()));
        return exit;
    }

    /** Equations that are written when the block is; decides which meeting points are states. */
    private int size(Block b) {
        if (b.size < 0) {
            b.size = Regions.size(b.body);
            for (Block n : b.next()) {
                int s = n.state != null && n.size >= 0 ? 0 : size(n);
                if (n.state == null && n.before > 1 && s > SMALL) {
                    n.state = State.MEET;
                }
                b.size += n.state == null ? s : 0;
            }
        }
        return b.size;
    }

    /** The states that can be come to from a function. */
    Set<Block> reached(String name) {
        Set<Block> seen = new HashSet<>();
        var work = new ArrayList<>(List.of(begin.get(name)));
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            if (seen.add(b)) {
                work.addAll(b.next());
                if (b.end instanceof Call c) {
                    work.add(begin.get(c.name));
                }
            }
        }
        return seen;
    }
}
