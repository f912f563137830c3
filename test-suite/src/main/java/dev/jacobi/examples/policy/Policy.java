package dev.jacobi.examples.policy;

import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;

import dev.jacobi.Fn2;
import dev.jacobi.NDArray;
import dev.jacobi.Prng;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.policy.Agent.Episode;
import dev.jacobi.examples.policy.Agent.Params;
import dev.jacobi.examples.policy.Agent.State;
import java.io.IOException;

/** A policy gradient: 64 carts at once, each a Java loop that ends when its pole falls. */
public final class Policy implements Example {
    private static final int EPISODES = 64;

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String purpose() {
        return "a policy gradient learns to keep a pole upright on a cart";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(150, 10);
        NDArray keys = Prng.split(Prng.key(10));
        State state = Agent.init(keys.get(0));
        Fn2<Params, NDArray, Episode> play = jit(vmap((Params p, NDArray key) -> Agent.play(p, key), null, 0));
        var learn = jit((State s, Episode e) -> Agent.learn(s, e));
        session.training(steps);
        for (int k = 0; k < steps; k++) {
            Episode e = play.apply(state.params(), Prng.split(Prng.foldIn(keys.get(1), k), EPISODES));
            state = learn.apply(state, e);
            session.loss(k, Agent.LONGEST / e.length().mean().item());
        }
        session.compiled("play", play, state.params(), Prng.split(keys.get(1), EPISODES));
        session.compiled("learn", learn, state, play.apply(state.params(), Prng.split(keys.get(1), EPISODES)));
        Episode last = play.apply(state.params(), Prng.split(keys.get(1), EPISODES));
        session.check("pushes until the pole falls, a mean of " + EPISODES + " episodes of at most " + Agent.LONGEST, last.length().mean().item(), Bound.atLeast(session.pick(180, 15)));
        session.compare(5, 1e-6);
    }
}
