# Two commands: `make run` and `make test`. Each does all its set-up, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test bench clean

$(VENV)/.installe: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installe-dev: $(VENV)/.installe requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# `exemple` imports the demonstration campagnes into data/ the first time, and says so when they are there already.
# `proteger` prepares beside the server what the first synthèse of a porteur would wait for.
run: $(VENV)/.installe
	$(BIN)/python -m clas_data exemple
	@$(BIN)/python -m clas_data proteger > /dev/null &
	$(BIN)/python -m streamlit run dashboard.py --server.port $(PORT) --server.headless $(if $(DISPLAY)$(WAYLAND_DISPLAY),false,true)

test: $(VENV)/.installe-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(VENV)/.installe-dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) data/base
